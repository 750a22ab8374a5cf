// Excerpts of found pages from texts that lie beside: a page opened from a folder may not fetch others.
(() => {
  "use strict";
  const texts = window.threefrontsTexts || {};
  const root = new URL(document.documentElement.dataset.content_root, document.baseURI).href;

  // Sphinx asks for each page and makes its words of the answer: here the answer is the page's name.
  window.fetch = async (address) => {
    const name = new URL(address, document.baseURI).href.slice(root.length).replace(/\.html$/, "");
    return { text: async () => name };
  };
  Search.htmlToText = (name, anchor) => {
    const sections = texts[name] || {};
    return sections[anchor] || Object.values(sections).join(" ") || name;
  };
})();
