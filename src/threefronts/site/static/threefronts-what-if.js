// Sliders of a chart: their settings live in the page's address, so that a reader can send one.
(() => {
  "use strict";
  const WAIT = 200; // milliseconds: browsers bound how often an address may change
  const QUERY = () => new URLSearchParams(window.location.search);

  const slidersOf = (spec) => (spec.params || []).filter((param) => param.bind && param.bind.input === "range");

  // A number of the address within the slider's range; anything else leaves the slider as it stands.
  const settingOf = (slider, query) => {
    const text = (query.get(slider.name) || "").trim();
    const number = text === "" ? NaN : Number(text);
    return Number.isFinite(number) ? Math.min(slider.bind.max, Math.max(slider.bind.min, number)) : slider.value;
  };

  const keep = (sliders, view, figure) => {
    const query = QUERY();
    const moved = sliders.some((slider) => view.signal(slider.name) !== slider.value);
    for (const slider of sliders) {
      if (moved) query.set(slider.name, view.signal(slider.name));
      else query.delete(slider.name);
    }
    const url = new URL(window.location.href);
    url.search = query.toString();
    if (moved && figure) url.hash = figure;
    window.history.replaceState(null, "", url);
  };

  const resetButton = (sliders, view) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tf-what-if-reset";
    button.textContent = "Back to the base case";
    button.addEventListener("click", () => {
      sliders.forEach((slider) => view.signal(slider.name, slider.value));
      view.run();
    });
    return button;
  };

  // What the chart says, in words, for readers who do not see the lines move.
  const toldLine = (view) => {
    const line = document.createElement("p");
    line.className = "tf-what-if-told";
    line.setAttribute("role", "status");
    line.textContent = view.signal("told");
    view.addSignalListener("told", (_name, words) => { line.textContent = words; });
    return line;
  };

  document.addEventListener("tf-chart-drawn", (event) => {
    const chart = event.target;
    const { view, spec } = event.detail;
    const sliders = slidersOf(spec);
    if (!sliders.length) return;
    const query = QUERY();
    sliders.forEach((slider) => view.signal(slider.name, settingOf(slider, query)));
    view.run();
    const form = chart.querySelector(".vega-bindings");
    form.addEventListener("submit", (submitted) => submitted.preventDefault());
    if (spec.params.some((param) => param.name === "told")) form.append(toldLine(view));
    form.append(resetButton(sliders, view));
    const figure = chart.closest("figure");
    let waiting = 0;
    const later = () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => keep(sliders, view, figure && figure.id), WAIT);
    };
    sliders.forEach((slider) => view.addSignalListener(slider.name, later));
  });
})();
