// The whole story in a real browser: a schedule fires, two of five platforms fail for different reasons, the
// page shows it without a reload, Retry Failed opens with both ticked, one is deselected, the new run turns
// green, and the sites' own counters prove that nobody else was asked.
import {api, check, equal, eventually, photograph, prompt, requests, visitor, withBrowser} from './theatre.mjs'

const platforms = [0, 1, 2, 3, 4].map((number) => `site-0${number}`)
const host = (name) => `${name}.example`

await withBrowser(async (browser) => {
  await api('/api/v1/schedules/rounds/pause', {method: 'POST', body: '{"reason": "until the page is open"}'})
  await eventually(async () => (await (await api('/api/v1/runs?active=true')).json()).runs.length === 0, 'nothing runs')
  await prompt(`fault/${host('site-01')}/503`)
  await prompt(`fault/${host('site-02')}/truncate`)
  const {page, faults} = await visitor(browser)

  // 1. The schedule fires while the overview is open; nobody reloads. It is paused but for that one firing.
  let loads = 0
  page.on('load', () => loads++)
  const first = (await (await api('/api/v1/runs?limit=1')).json()).runs.map((run) => run.id + 1)[0] ?? 1
  await api('/api/v1/schedules/rounds/resume', {method: 'POST', body: '{}'})
  await page.locator(`a[href="/runs/${first}"]`).first().waitFor()
  await api('/api/v1/schedules/rounds/pause', {method: 'POST', body: '{"reason": "once is enough"}'})
  equal(loads, 0, 'the run appears on the overview without a reload')
  await page.locator(`a[href="/runs/${first}"]`).first().click()
  await page.getByRole('heading', {name: new RegExp(`Run ${first}`)}).waitFor()
  const retry = page.getByRole('button', {name: 'Retry Failed'})
  await retry.waitFor()
  equal(loads, 0, 'its page turns partial without a reload')
  await page.getByText(/partial/i).first().waitFor()
  equal((await (await api(`/api/v1/runs/${first}`)).json()).trigger, 'schedule:rounds', 'it was the schedule')
  await photograph(page, '1-partial')

  // 2. The dialog has what failed, ticked, with the reason.
  await retry.click()
  const dialog = page.getByRole('dialog')
  const box = (name) => dialog.getByRole('checkbox', {name: new RegExp(name)})
  await box('site-01').waitFor()
  for (const name of ['site-01', 'site-02']) check(await box(name).isChecked(), `${name} is ticked`)
  for (const name of ['site-00', 'site-03', 'site-04'])
    check(!(await box(name).count()) || !(await box(name).isChecked()), `${name} is not ticked`)
  const text = await dialog.innerText()
  check(/1 error/.test(text), 'a badge counts the errors', text)
  check(/http_status/.test(text) && /truncated/.test(text), 'both reasons are told', text)
  await photograph(page, '2-dialog')

  // 3. One is deselected, the sites are well again, the retry is sent.
  const before = await requests()
  await prompt(`fault/${host('site-01')}/none`)
  await prompt(`fault/${host('site-02')}/none`)
  await box('site-02').click()
  await dialog.getByRole('button', {name: /^Retry/}).click()
  await page.waitForURL((url) => /\/runs\/\d+$/.test(url.pathname) && url.pathname !== `/runs/${first}`)
  const second = Number(new URL(page.url()).pathname.split('/').pop())
  await page.getByText(/completed/i).first().waitFor()
  await photograph(page, '3-green')
  const run = await (await api(`/api/v1/runs/${second}`)).json()
  equal([run.status, run.trigger, run.platforms.map((row) => row.name)], ['completed', `retry:${first}`, ['site-01']],
    'the new run did exactly the chosen platform')
  const after = await requests()
  for (const name of platforms)
    equal(after[host(name)] - before[host(name)], name === 'site-01' ? 1 : 0, `what ${name} was asked for by the retry`)

  // 4. Both pages tell the lineage; the original is as it was.
  await page.locator(`a[href="/runs/${first}"]`).first().click()
  await page.getByRole('heading', {name: new RegExp(`Run ${first}`)}).waitFor()
  await eventually(async () => await page.locator(`a[href="/runs/${second}"]`).count(), 'the original links to its retry')

  // 5. What remains is still offered, and only that.
  await retry.click()
  await box('site-02').waitFor()
  check(await box('site-02').isChecked(), 'site-02 is still to be retried')
  check(!(await box('site-01').count()) || !(await box('site-01').isChecked()), 'site-01 is not')
  await page.keyboard.press('Escape')
  await eventually(async () => retry.evaluate((button) => button === document.activeElement), 'focus returns to the opener')
  equal(faults, [], 'nothing went wrong behind the page')
})
