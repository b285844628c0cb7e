// Who may do what on the page: a token at the door, a viewer who only looks, a session that ends.
import {api, axe, check, equal, eventually, base, prompt, withBrowser} from './theatre.mjs'

await withBrowser(async (browser) => {
  await prompt('fault/site-01.example/503')
  const run = await prompt('run')
  await api(`/api/v1/runs/${run}/wait?timeout_ms=60000`)
  const context = await browser.newContext({reducedMotion: 'reduce'})
  const page = await context.newPage()
  await page.goto(`${base}/runs/${run}`)
  const field = page.getByLabel('Token')
  await field.waitFor()
  await axe(page, 'the door')

  await field.fill('trawl_' + '0'.repeat(64))
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  check(true, 'a wrong token is told so')

  await field.fill(process.env.STAGE_VIEWER_TOKEN)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', {name: `Run ${run}`}).waitFor()
  check(true, 'a token opens the view that was asked for')
  equal(await page.evaluate(() => document.cookie), '', 'and no script can read the session')
  await page.getByText(/http_status/).first().waitFor()
  equal(await page.getByRole('button', {name: 'Retry Failed'}).count(), 0, 'a viewer is not offered a retry')
  await page.getByRole('link', {name: 'Schedules', exact: true}).click()
  await page.getByText(/every 1d/).first().waitFor()
  equal(await page.getByRole('button', {name: 'Pause'}).count(), 0, 'nor a pause')
  const posted = await page.evaluate(async (path) => (await fetch(path, {method: 'POST', body: '{}',
    headers: {'content-type': 'application/json'}})).status, `/api/v1/runs/${run}/retry`)
  equal(posted, 403, 'and what the page does not offer, the server refuses')

  // The session ends elsewhere; the open page notices at its next read.
  const other = await context.newPage()
  await other.goto(base)
  await other.getByRole('button', {name: 'Sign out'}).click()
  await other.getByLabel('Token').waitFor()
  await page.getByRole('link', {name: 'Plugins', exact: true}).click()
  await page.getByLabel('Token').waitFor()
  check(true, 'a session that is over leads to the door')
  equal((await context.cookies()).filter((cookie) => cookie.value.length > 0).length, 0, 'its cookie is gone')
})

// The address that `trawlctl web` prints lets in once, and its code does not stay in the address bar.
await withBrowser(async (browser) => {
  const address = await prompt('web')
  const page = await (await browser.newContext()).newPage()
  await page.goto(address)
  await page.getByRole('heading', {name: 'Overview'}).waitFor()
  await eventually(async () => !page.url().includes('code'), 'the code leaves the address bar')
  const second = await (await browser.newContext()).newPage()
  await second.goto(address)
  await second.getByRole('alert').waitFor()
  check(/code/i.test(await second.getByRole('alert').innerText()), 'used again, it is refused in words')
})
