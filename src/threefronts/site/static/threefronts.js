// Small manners of the pages: buttons of the theme, numbers that tell of themselves, commands to copy.
(() => {
  "use strict";

  const does = {
    print: () => window.print(),
    fullscreen: () => window.toggleFullScreen(),
    copy: async (button) => {
      const text = button.parentElement.querySelector("code").textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "copied";
      } catch {
        button.textContent = "select the line and copy it";
      }
    },
  };

  document.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-tf-does]");
    if (asked) does[asked.dataset.tfDoes](asked);
  });

  // Escape closes the card of a number, until the reader comes back to it.
  const closed = "tf-closed";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const fact of document.querySelectorAll(".tf-fact:hover, .tf-fact:focus-within")) {
      fact.classList.add(closed);
    }
  });
  const reopen = (event) => {
    const fact = event.target.closest?.(".tf-fact");
    if (fact && !fact.contains(event.relatedTarget)) fact.classList.remove(closed);
  };
  document.addEventListener("focusout", reopen);
  document.addEventListener("mouseout", reopen);
})();
