// The list of claims: choose by front, speaker and verdict; a link to a claim opens it.
(() => {
  "use strict";
  const KINDS = ["front", "speaker", "verdict"];

  const choice = (kind, claims, onChange) => {
    const label = document.createElement("label");
    label.textContent = `${kind} `;
    const select = document.createElement("select");
    const values = [...new Set(claims.map((claim) => claim.dataset[kind]))].sort();
    select.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
    select.addEventListener("change", onChange);
    label.append(select);
    return { kind, label, select };
  };

  const start = (list) => {
    const claims = [...list.querySelectorAll(".tf-claim")];
    const count = document.createElement("p");
    count.setAttribute("role", "status");
    const update = () => {
      for (const claim of claims) {
        claim.hidden = choices.some(({ kind, select }) => select.value && claim.dataset[kind] !== select.value);
      }
      count.textContent = `${claims.filter((claim) => !claim.hidden).length} of ${claims.length} claims shown`;
    };
    const choices = KINDS.map((kind) => choice(kind, claims, update));
    const form = document.createElement("form");
    form.className = "tf-claim-choices";
    form.append(...choices.map(({ label }) => label), count);
    form.addEventListener("submit", (event) => event.preventDefault());
    list.before(form);
    update();
    const open = () => {
      const claim = claims.find(({ id }) => `#${id}` === window.location.hash);
      if (!claim) return;
      claim.hidden = false;
      claim.open = true;
      claim.scrollIntoView();
    };
    window.addEventListener("hashchange", open);
    open();
  };

  document.querySelectorAll(".tf-claim-list").forEach(start);
})();
