// What every browser test needs: Chromium, the prompter, checks that name what they saw, axe.
import {readFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {join} from 'node:path'

// Modules live in the build folder, never beside the sources.
const load = createRequire(join(process.env.TRAWL_WEB_MODULES, 'x.js'))
const {chromium} = load('playwright-core')
export const {EventSource} = load('eventsource')
const axeSource = await readFile(join(process.env.TRAWL_WEB_MODULES, 'axe-core', 'axe.min.js'), 'utf8')

export const base = process.env.STAGE_BASE
export const token = process.env.STAGE_TOKEN
const artefacts = process.env.STAGE_ARTEFACTS

export async function prompt(path, verb = 'POST') {
  const answer = await fetch(`${process.env.STAGE_PROMPTER}/${path}`, {method: verb})
  return answer.json()
}
export const requests = () => prompt('requests', 'GET')

export async function api(path, options = {}) {
  const headers = {authorization: `Bearer ${token}`, 'content-type': 'application/json', ...options.headers}
  return fetch(base + path, {...options, headers})
}

export function check(truth, what, seen = '') {
  if (!truth) throw new Error(`${what}${seen === '' ? '' : `; seen: ${JSON.stringify(seen)}`}`)
  console.log(`ok  ${what}`)
}

export function equal(seen, wanted, what) {
  check(JSON.stringify(seen) === JSON.stringify(wanted), what, {seen, wanted})
}

/** The condition, asked again after each change of the page, until it holds. */
export async function eventually(ask, what, patience = 30_000) {
  const end = Date.now() + patience
  for (let seen; ;) {
    seen = await ask()
    if (seen) return console.log(`ok  ${what}`)
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${what}`)
    await new Promise((resume) => setTimeout(resume, 50))
  }
}

export async function withBrowser(play) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
  try {
    await play(browser)
  } finally {
    await browser.close()
  }
}

/**
 * A person at a browser of their own, signed in by the address that `trawlctl web` prints. Collects whatever a
 * user should never meet: script errors, broken promises of the content security policy, requests elsewhere.
 */
export async function visitor(browser, {colorScheme = 'light', width = 1280, height = 900} = {}) {
  const context = await browser.newContext({colorScheme, viewport: {width, height}, reducedMotion: 'reduce'})
  const page = await context.newPage()
  const faults = []
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`))
  page.on('console', (line) => {
    if (/Content Security Policy/i.test(line.text())) faults.push(`policy: ${line.text()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:'))
      faults.push(`asked another origin: ${request.url()}`)
  })
  await page.goto(await prompt('web'))
  await page.getByRole('link', {name: 'Runs', exact: true}).first().waitFor()
  return {context, page, faults}
}

export async function photograph(page, name) {
  await page.screenshot({path: join(artefacts, `${name}.png`), fullPage: true})
}

/** Fails with each violation that axe finds, and where. */
export async function axe(page, where) {
  await page.evaluate(axeSource)
  const {violations} = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations']}))
  const found = violations.map((rule) => `${rule.id}: ${rule.help} at ${rule.nodes.map((node) => node.target).join(' ; ')}`)
  check(found.length === 0, `axe finds nothing on ${where}`, found)
}
