// SPDX-License-Identifier: GPL-2.0-only
// What a reader does with the page, in Chromium: browser.mjs PLAYWRIGHT CHROMIUM PAGE.html SCAN.json SHOTS [SUBSTRING]
// Called by run.py. The last line is 'N passed, N failed'.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [playwright, executablePath, file, json, shots, only = ""] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
const scan = JSON.parse(readFileSync(json));
const url = pathToFileURL(file).href;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const shown = page => page.locator("tbody.site:visible").count();
const same = (got, wanted, what) => {
	if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
};
const must = (condition, what) => { if (!condition) throw new Error(what); };

const checks = {
	async "opens quickly and without a message"(page, requests, messages) {
		// The browser's own measure, of one load among three: other work of the machine is no fault of the page.
		let best = Infinity;
		for (let i = 0; i < 3; ++i) {
			await page.goto(url);
			best = Math.min(best, await page.evaluate(() => performance.getEntriesByType("navigation")[0].domComplete));
		}
		console.log(`-- the page is complete after ${Math.round(best)} ms`);
		must(best < 1000 * Number(process.env.GUPKIT_TEST_SLOW || 1), `${best} ms until it was complete`);
		same(requests.filter(r => r !== url && !r.startsWith("data:")), [], "what it asked for");
		same(messages, [], "what the console says");
		same(await shown(page), scan.sites.length, "sites");
	},
	async "a click opens the path of a site"(page) {
		const site = scan.sites[0], more = page.locator(`#more-${site.id}`), button = page.locator(`#site-${site.id} button.open`);
		must(!await more.isVisible(), "it is open at once");
		await button.click();
		must(await more.isVisible(), "it stays closed");
		same(await button.getAttribute("aria-expanded"), "true", "aria-expanded");
		same(await more.locator("li").count(), site.path.length, "steps");
		await button.click();
		must(!await more.isVisible(), "it does not close");
	},
	async "filters choose by each fact"(page) {
		for (const what of ["verdict", "kind", "reason"])
			for (const value of new Set(scan.sites.map(s => s[what]))) {
				await page.selectOption(`#${what}`, value);
				same(await shown(page), scan.sites.filter(s => s[what] === value).length, `${what} ${value}`);
				await page.click("#filter [type=reset]");
			}
		await page.selectOption("#verdict", scan.sites[0].verdict);
		await page.selectOption("#kind", "acquire");
		const both = scan.sites.filter(s => s.verdict === scan.sites[0].verdict && s.kind === "acquire").length;
		same(await shown(page), both, "two at once");
		same(await page.textContent("#shown"), `${both} of ${scan.sites.length} sites`, "what is said");
		await page.click("#filter [type=reset]");
		await page.waitForFunction(n => document.getElementById("shown").textContent.startsWith(`${n} of`), scan.sites.length);
	},
	async "maintainers choose their sites"(page) {
		const people = await page.locator("#maintainer option").allTextContents();
		for (const one of people.slice(1, 12)) {
			await page.selectOption("#maintainer", { label: one });
			const visible = await page.locator("tbody.site:visible").evaluateAll(l => l.map(s => s.dataset.people.split("\n")));
			must(visible.length > 0 && visible.every(p => p.includes(one)), `sites of ${one}`);
			await page.click("#filter [type=reset]");
		}
	},
	async "a subsystem's name shows its sites"(page) {
		const button = page.locator("#subsystem-table button.choose").first(), title = await button.textContent();
		await button.click();
		same(await page.inputValue("#subsystem"), title, "the filter");
		const cells = await page.locator("tbody.site:visible tr:first-child td:nth-child(7)").allTextContents();
		must(cells.length > 0 && cells.every(c => c === title), "its sites");
	},
	async "a search looks at everything"(page) {
		const site = scan.sites.find(s => s.path.length > 1), note = site.path.at(-1).note;
		await page.fill("#text", `${note} ${site.function}`.toUpperCase());
		must(await page.locator(`#site-${site.id}`).isVisible(), "the step's site");
		await page.fill("#text", site.id);
		must(await page.locator(`#site-${site.id}`).isVisible(), "by its id");
		await page.fill("#text", "no such word anywhere");
		same(await shown(page), 0, "nothing");
	},
	async "tables sort, both ways"(page) {
		const cells = (id, n) => page.locator(`#${id} tr:not(.more) td:nth-child(${n})`).allTextContents();
		for (const [id, n, numbers] of [["site-table", 5, false], ["subsystem-table", 9, true]]) {
			const head = page.locator(`#${id} th:nth-child(${n})`), order = list => list.slice().sort(numbers ? (a, b) => a - b : undefined);
			await head.locator("button").click();
			const up = await cells(id, n);
			same(up, order(up), `${id} up`);
			same(await head.getAttribute("aria-sort"), "ascending", id);
			await head.locator("button").click();
			const down = await cells(id, n);
			same(down, order(down).reverse(), `${id} down`);
			same(await head.getAttribute("aria-sort"), "descending", id);
		}
		must(await page.locator("tbody.site").count() === scan.sites.length, "a row was lost");
	},
	async "an anchor opens its site, also one that is filtered away"(page) {
		const site = scan.sites.at(-1);
		await page.goto(`${url}#site-${site.id}`);
		must(await page.locator(`#more-${site.id}`).isVisible(), "by its address");
		await page.goto(url);
		await page.fill("#text", "no such word anywhere");
		await page.evaluate(id => { location.hash = `site-${id}`; }, site.id);
		await page.waitForSelector(`#more-${site.id}`, { state: "visible" });
		const box = await page.locator(`#site-${site.id}`).boundingBox(), view = page.viewportSize();
		must(box.y < view.height && box.y + box.height > 0, "it is not in view");
	},
	async "a conversion's diff opens from its site"(page) {
		const site = scan.sites.find(s => s.verdict === "convert" && s.kind !== "dirty");
		await page.goto(`${url}#site-${site.id}`);
		await page.click(`#more-${site.id} a[href="#group-${site.group}"]`);
		await page.waitForSelector(`#group-${site.group} pre.diff`, { state: "visible" });
		must((await page.textContent(`#group-${site.group} pre.diff`)).includes(`+++ b/${site.file}`), "its diff");
	},
	async "the keyboard reaches and opens everything"(page) {
		await page.keyboard.press("Tab");
		same(await page.evaluate(() => document.activeElement.className), "skip", "first");
		await page.keyboard.press("Enter");
		await page.focus("tbody.site button.open");
		await page.keyboard.press("Enter");
		must(await page.locator("tbody.site tr.more").first().isVisible(), "Enter opens");
		await page.keyboard.press("Space");
		must(!await page.locator("tbody.site tr.more").first().isVisible(), "Space closes");
		await page.focus("#site-table th button");
		await page.keyboard.press("Enter");
		same(await page.locator("#site-table th").first().getAttribute("aria-sort"), "ascending", "sorts");
	},
	async "a screen reader has names for all"(page) {
		const bad = await page.evaluate(() => {
			const name = e => e.getAttribute("aria-label") || e.textContent.trim() || (e.labels && e.labels.length) || e.title;
			return Array.from(document.querySelectorAll("a, button, input, select")).filter(e => !name(e)).map(e => e.outerHTML);
		});
		same(bad, [], "without a name");
		same(await page.getAttribute("html", "lang"), "en", "language");
		same(await page.locator("h1").count(), 1, "one title");
		same(await page.locator("table:not(:has(caption))").count(), 0, "tables without a caption");
		same(await page.locator("th:not([scope])").count(), 0, "heads without a scope");
		same(await page.locator("[role=img]:not([aria-labelledby])").count(), 0, "pictures without a text");
	},
	async "the burn-down has a bar a scan and its numbers"(page) {
		same(await page.locator("#history-table tbody tr").count(), 2, "scans");
		same(await page.locator("svg text").count(), 2, "labels");
		const rows = await page.locator("#history-table tbody tr").evaluateAll(l => l.map(r => Array.from(r.cells).slice(1).map(c => c.textContent)));
		same(rows[0], rows[1], "the same scan");
	},
	async "text stands out from its ground, dark and light"(page) {
		for (const colorScheme of ["light", "dark"]) {
			await page.emulateMedia({ colorScheme });
			const low = await page.evaluate(() => {
				const rgb = c => c.match(/[\d.]+/g).map(Number);
				const light = c => { const [r, g, b] = rgb(c).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
					return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
				const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
					if (rgb(c)[3] !== 0) return c; } return "rgb(255, 255, 255)"; };
				const bad = new Set();
				for (const e of document.querySelectorAll("body *")) {
					if (!Array.from(e.childNodes).some(n => n.nodeType === 3 && n.data.trim()) || e.closest("svg, script, option")) continue;
					const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
					const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
					if (ratio < 4.5) bad.add(`${e.tagName}.${e.className} ${ratio.toFixed(1)}`);
				}
				return Array.from(bad);
			});
			same(low, [], colorScheme);
		}
		await page.emulateMedia({ colorScheme: "light" });
		await page.click("#theme");
		same(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(20, 23, 26)", "the button");
	},
	async "nothing is wider than a phone"(page) {
		await page.setViewportSize({ width: 380, height: 800 });
		await page.goto(`${url}#site-${scan.sites.find(s => s.path.length > 1).id}`);
		for (const group of await page.locator("details.group").all()) await group.evaluate(g => { g.open = true; });
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		must(width <= 380, `${width} pixels wide`);
	},
	async "it prints what is shown"(page) {
		await page.goto(`${url}#site-${scan.sites[0].id}`);
		await page.emulateMedia({ media: "print" });
		must(!await page.locator("#filter").isVisible() && !await page.locator("nav").isVisible(), "controls are printed");
		must(await page.locator(`#more-${scan.sites[0].id}`).isVisible(), "what is open is not");
		must((await page.pdf({ format: "A4" })).length > 1000, "no PDF");
	},
};

let passed = 0, failed = 0;
for (const [name, check] of Object.entries(checks)) {
	if (!name.includes(only)) continue;
	const context = await browser.newContext({ viewport: { width: 1300, height: 900 }, colorScheme: "light" });
	const page = await context.newPage(), requests = [], messages = [];
	page.setDefaultTimeout(30000);
	page.on("request", r => requests.push(r.url().split("#")[0]));
	page.on("console", m => messages.push(m.text()));
	page.on("pageerror", e => messages.push(String(e)));
	try {
		await page.goto(url);
		await check(page, requests, messages);
		++passed;
	} catch (error) {
		++failed;
		console.log(`FAIL browser: ${name}: ${error.message.split("\n")[0]}`);
	}
	await context.close();
}

// Without its script the page shows everything.
if ("without script".includes(only)) {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(url);
	const open = await page.locator("tr.more").count();
	if (open === scan.sites.length && await page.locator("tr.more").first().isVisible()) ++passed;
	else { ++failed; console.log("FAIL browser: without script: paths are closed"); }
	await context.close();
}

for (const colorScheme of ["light", "dark"])
	for (const [size, width] of [["wide", 1400], ["narrow", 390]]) {
		const context = await browser.newContext({ viewport: { width, height: 1000 }, colorScheme });
		const page = await context.newPage();
		const shot = name => page.screenshot({ path: `${shots}/${name}-${colorScheme}-${size}.png` });
		await page.goto(url);
		await shot("top");
		const site = scan.sites.find(s => s.path.length > 1);
		await page.goto(`${url}#site-${site.id}`);
		await shot("site");
		const change = scan.sites.find(s => s.verdict === "convert");
		if (change) {
			await page.goto(`${url}#group-${change.group}`);
			await shot("diff");
		}
		await page.selectOption("#verdict", site.verdict);
		await page.locator("#filter").scrollIntoViewIfNeeded();
		await page.evaluate(() => document.getElementById("sites").scrollIntoView());
		await shot("filter");
		await page.goto(`${url}#blockers`);
		await shot("blockers");
		await page.goto(`${url}#burn-down`);
		await shot("burn-down");
		await context.close();
	}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
