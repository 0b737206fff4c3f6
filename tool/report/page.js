// SPDX-License-Identifier: GPL-2.0-only
// Without this the page shows everything, open. With it: rows that open, a filter, tables that sort, a theme.
"use strict";
(() => {
	const all = (what, where = document) => Array.from(where.querySelectorAll(what));
	const by = id => document.getElementById(id);
	const sites = all("tbody.site");
	const open = (site, yes) => {
		site.rows[1].classList.toggle("shown", yes);
		site.querySelector("button.open").setAttribute("aria-expanded", String(yes));
	};
	by("site-table").addEventListener("click", event => {
		const button = event.target.closest("button.open");
		if (button) open(button.closest("tbody"), button.getAttribute("aria-expanded") !== "true");
	});
	const factsOf = site => {
		const cells = site.rows[0].cells;
		return site.facts ??= { kind: cells[1].textContent, verdict: cells[4].textContent, reason: cells[5].textContent,
			subsystem: cells[6].textContent, maintainer: site.dataset.people.split("\n") };
	};
	for (const group of all("details.group")) group.open = false;

	const form = by("filter"), choices = ["kind", "verdict", "reason", "subsystem", "maintainer"].map(by);
	const filter = () => {
		const words = by("text").value.toLowerCase().split(/\s+/).filter(Boolean);
		let shown = 0;
		for (const site of sites) {
			let fits = choices.every(c => !c.value || (c.id === "maintainer" ? factsOf(site).maintainer.includes(c.value)
				: factsOf(site)[c.id] === c.value));
			if (fits && words.length) {
				site.words ??= site.textContent.toLowerCase();
				fits = words.every(w => site.words.includes(w) || site.id === "site-" + w);
			}
			site.hidden = !fits;
			shown += fits;
		}
		by("shown").textContent = `${shown} of ${sites.length} sites`;
	};
	form.addEventListener("input", filter);
	form.addEventListener("submit", event => event.preventDefault());
	form.addEventListener("reset", () => setTimeout(filter));
	for (const button of all("button.choose"))
		button.addEventListener("click", () => {
			form.reset();
			const [id, value] = Object.entries(button.dataset)[0];
			by(id).value = value;
			filter();
			by("sites").scrollIntoView();
			by(id).focus({ preventScroll: true });
		});

	// A link to what is closed, or filtered away, shows it.
	const reveal = () => {
		const target = location.hash && by(decodeURIComponent(location.hash.slice(1)));
		if (!target) return;
		if (target.matches("tbody.site")) {
			if (target.hidden) {
				form.reset();
				filter();
			}
			open(target, true);
		}
		if (target.matches("details")) target.open = true;
		target.scrollIntoView();
	};
	addEventListener("hashchange", reveal);
	document.addEventListener("click", event => {
		const link = event.target.closest("a[href^='#']");
		if (link && link.getAttribute("href") === location.hash) reveal();
	});

	for (const table of all("table")) {
		const heads = all("thead th", table);
		heads.forEach((th, column) => {
			const button = document.createElement("button");
			button.type = "button";
			button.append(...th.childNodes);
			th.append(button);
			button.addEventListener("click", () => {
				const down = th.getAttribute("aria-sort") === "ascending";
				for (const other of heads) other.removeAttribute("aria-sort");
				th.setAttribute("aria-sort", down ? "descending" : "ascending");
				const whole = table.id === "site-table";
				const rows = whole ? sites.slice() : Array.from(table.tBodies[0].rows);
				const key = row => (whole ? row.rows[0] : row).cells[column].textContent;
				const numbers = th.dataset.sort === "number";
				const compare = numbers ? (a, b) => a[0] - b[0] : new Intl.Collator("en", { numeric: true }).compare;
				const keyed = rows.map(row => [numbers ? Number(key(row)) : key(row), row]);
				keyed.sort((a, b) => (numbers ? compare(a, b) : compare(a[0], b[0])) * (down ? -1 : 1));
				(whole ? table : table.tBodies[0]).append(...keyed.map(pair => pair[1]));
			});
		});
	}

	const theme = by("theme"), root = document.documentElement;
	const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
	const name = () => { theme.textContent = dark() ? "light" : "dark"; };
	theme.hidden = false;
	name();
	theme.addEventListener("click", () => {
		root.dataset.theme = dark() ? "light" : "dark";
		name();
	});
	addEventListener("beforeprint", () => { for (const group of all("details.group")) group.open = true; });
	reveal();
})();
