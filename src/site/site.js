// The search of a roledex site. It reads the files beside this one and nothing else.
"use strict";
(() => {
  const script = document.currentScript;
  const root = script.dataset.root;
  const shards = Number(script.dataset.shards);
  const form = document.querySelector(".search");
  const input = document.getElementById("query");
  const found = document.getElementById("found");
  const MOST = 12;

  // As roledex folds text: without case and accents.
  const SPELLINGS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ς": "σ",
    "’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-",
  };
  const ACCENTS = new RegExp(
    "[\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670" +
    "\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\u200b-\\u200d\\ufe00-\\ufe0f\\ufe20-\\ufe2f]", "g");
  const fold = (text) => text.normalize("NFKD").replace(ACCENTS, "").toLowerCase()
    .replace(ACCENTS, "").replace(/[ßæœøłđðıς’‘‐‑–]/g, (c) => SPELLINGS[c]);
  const words = (text) => fold(text).match(/[\p{Alphabetic}\p{N}]+/gu) || [];

  // The file in which names with a word of this beginning are.
  const shardOf = (word) => {
    if (shards === 0) return 0;
    let hash = 0x811c9dc5;
    for (const c of Array.from(word).slice(0, 3)) {
      hash = Math.imul(hash ^ c.codePointAt(0), 0x01000193) >>> 0;
    }
    return hash % shards;
  };

  const loaded = new Map();
  window.roledexIndex = (shard, entries) => loaded.get(shard).entries = entries;
  const load = (shard) => {
    if (!loaded.has(shard)) {
      const file = {};
      loaded.set(shard, file);
      file.ready = new Promise((resolve) => {
        const element = document.createElement("script");
        element.src = root + (shards === 0 ? "search.js" : `search/${shard}.js`);
        element.onload = () => resolve(file.entries || []);
        element.onerror = () => { loaded.delete(shard); resolve(null); };
        document.head.append(element);
      });
    }
    return loaded.get(shard).ready;
  };

  // How well a name fits, from 0 for the same words; -1 if a word is missing.
  const fit = (name, query) => {
    const own = words(name);
    if (!query.every((word) => own.some((other) => other.startsWith(word)))) return -1;
    const text = own.join(" "), wanted = query.join(" ");
    if (text === wanted) return 0;
    return (text.startsWith(wanted) ? 1 : 2) + Math.min(own.length, 50) / 100;
  };

  const best = (entry, query) => {
    const [, , name, , aliases, hidden] = entry;
    let hit = { entry, score: fit(name, query), alias: "" };
    if (hit.score < 0) hit.score = Infinity;
    aliases.concat(hidden).forEach((other, at) => {
      const score = fit(other, query);
      if (score >= 0 && score + 0.5 < hit.score) {
        hit = { entry, score: score + 0.5, alias: at < aliases.length ? other : "" };
      }
    });
    return hit;
  };

  const line = (hit) => {
    const [kind, page, name, family] = hit.entry;
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${root}${kind === "r" ? "role" : "skill"}/${page}.html`;
    link.textContent = name;
    const remark = document.createElement("span");
    remark.className = "dim";
    const parts = [kind === "r" ? family : "Skill"];
    if (hit.alias) parts.push(`also called ${hit.alias}`);
    remark.textContent = parts.join(" · ");
    item.append(link, " ", remark);
    return item;
  };

  const show = (text, hits) => {
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.textContent = text;
    const list = document.createElement("ol");
    list.append(...hits.map(line));
    found.replaceChildren(status, ...(hits.length ? [list] : []));
    found.hidden = text === "";
  };

  const search = async () => {
    const typed = input.value;
    const query = words(typed);
    if (query.length === 0) return show("", []);
    const key = query.reduce((a, b) => (Array.from(b).length > Array.from(a).length ? b : a));
    const entries = await load(shardOf(key));
    if (input.value !== typed) return;
    if (entries === null) return show("The search index could not be read.", []);
    const hits = entries.map((entry) => best(entry, query)).filter((hit) => hit.score < Infinity);
    hits.sort((a, b) => a.score - b.score || (a.entry[0] < b.entry[0] ? -1 : 1) * (a.entry[0] !== b.entry[0])
      || a.entry[2].length - b.entry[2].length || (a.entry[2] < b.entry[2] ? -1 : 1));
    const more = hits.length - MOST;
    let text = hits.length === 1 ? "1 match" : `${hits.length} matches`;
    if (hits.length === 0) text = "No matches";
    if (hits.length === 0 && shards > 0 && Array.from(key).length < 3) text = "Type three letters or more";
    if (more > 0) text += `, the best ${MOST}`;
    show(text, hits.slice(0, MOST));
  };

  const focusLink = (step) => {
    const links = [input, ...found.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at >= 0) links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  };

  form.hidden = false;
  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (shards === 0) load(0); if (found.hidden) search(); });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && event.target === input && !found.hidden) found.querySelector("a")?.click();
    if (event.key === "Escape") { input.value = ""; show("", []); input.focus(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      focusLink(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) found.hidden = true; });
})();
