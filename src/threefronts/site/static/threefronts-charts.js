// Draws a chart when it comes into sight, and again when the reader changes the theme.
(() => {
  "use strict";
  const base = new URL("../_vega/", document.currentScript.src);
  const root = document.documentElement;
  const loading = new Map();
  const wanted = new Set();

  // Works from file:// too, where fetch is refused.
  const load = (url) => {
    if (!loading.has(url)) {
      loading.set(url, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = url;
        script.onload = resolve;
        script.onerror = () => reject(new Error("cannot load " + url));
        document.head.append(script);
      }));
    }
    return loading.get(url);
  };

  const isDark = () => root.dataset.theme === "dark";

  // Colours of letters and lines follow the page; colours of data never change.
  const withTheme = (spec, width) => {
    const copy = structuredClone(spec);
    const config = copy.config = copy.config || {};
    const set = (key, values) => { config[key] = Object.assign({}, config[key], values); };
    set("legend", { columns: Math.max(1, Math.floor(width / 190)), labelLimit: Math.max(120, width - 40) });
    if (isDark()) {
      const ink = "#dddddd";
      const words = { labelColor: ink, titleColor: ink };
      set("axis", words);
      set("legend", words);
      set("header", words);
      set("title", { color: ink, subtitleColor: ink });
      set("text", { color: ink });
      set("style", { ink: { color: ink } });
    }
    return copy;
  };

  // Vega measures again only when the window changes; the theme's menus change a chart's room without it.
  let measuring = 0;
  const room = new ResizeObserver((entries) => {
    const moved = entries.filter(({ target }) => target.drawnAt !== target.clientWidth);
    moved.forEach(({ target }) => { target.drawnAt = target.clientWidth; });
    if (!moved.length) return;
    cancelAnimationFrame(measuring);
    measuring = requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
  });

  const specOf = async (chart) => {
    const files = [new URL("vega.js", base).href, new URL(chart.dataset.chartSrc, document.baseURI).href];
    await Promise.all(files.map(load));
    return window.threefrontsFigures[chart.dataset.chart];
  };

  // The chart as it is published, light and on white, in twice its size; a book in a folder can make it too.
  const save = async (chart) => {
    const spec = Object.assign(structuredClone(await specOf(chart)), { background: "white" });
    if (spec.width === "container") spec.width = Number(chart.querySelector("img").getAttribute("width"));
    const drawn = await window.vegaEmbed(document.createElement("div"), spec, {
      mode: "vega-lite", renderer: "none", ast: true, actions: false, defaultStyle: false,
    });
    const canvas = await drawn.view.toCanvas(2);
    drawn.finalize();
    const link = document.createElement("a");
    link.download = chart.dataset.chart + ".png";
    link.href = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done, "image/png")));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  // Pictures of points weigh too much to lie ready for every chart, so the page makes them when asked.
  const offerPicture = (chart) => {
    const links = chart.closest("figure")?.querySelector(".tf-links");
    if (!links) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tf-picture";
    button.textContent = "image (PNG)";
    button.addEventListener("click", () => save(chart).catch((error) => {
      button.textContent = "image (PNG): not in this browser";
      console.error("picture of " + chart.dataset.chart + ": " + error.message);
    }));
    links.append(" · ", button);
  };

  const draw = async (chart) => {
    const theme = root.dataset.theme || "";
    const live = chart.querySelector(".tf-chart-live");
    try {
      const spec = await specOf(chart);
      if (chart.result) chart.result.finalize();
      live.style.width = "100%";
      chart.result = await window.vegaEmbed(live, withTheme(spec, chart.clientWidth), {
        mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
        tooltip: { theme: isDark() ? "dark" : "light" },
      });
      // Sliders take their settings from the page's address before the chart counts as drawn.
      chart.dispatchEvent(new CustomEvent("tf-chart-drawn", { bubbles: true, detail: { view: chart.result.view, spec } }));
      // A chart wider than the page scrolls; the keyboard must reach it.
      if (chart.scrollWidth > chart.clientWidth) chart.tabIndex = 0;
      chart.drawnAt = chart.clientWidth;
      room.observe(chart);
      chart.dataset.chartTheme = theme;
      chart.dataset.chartState = "drawn";
    } catch (error) {
      live.replaceChildren();
      chart.dataset.chartState = "failed";
      console.error("chart " + chart.dataset.chart + ": " + error.message);
    }
  };

  // One drawing at a time for each chart, and a last one when the theme changed meanwhile.
  const request = (chart) => {
    wanted.add(chart);
    chart.queue = (chart.queue || Promise.resolve()).then(() => draw(chart));
  };

  const start = () => {
    const charts = document.querySelectorAll(".tf-chart");
    const seer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) {
          seer.unobserve(entry.target);
          request(entry.target);
        }
      }
    }, { rootMargin: "300px" });
    charts.forEach((chart) => {
      seer.observe(chart);
      offerPicture(chart);
    });
    new MutationObserver(() => wanted.forEach((chart) => {
      if (chart.dataset.chartTheme !== (root.dataset.theme || "")) request(chart);
    })).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  };

  start();
})();
