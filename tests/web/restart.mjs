// The daemon is restarted under the open page: a banner, and then everything is live again by itself.
import {check, equal, eventually, prompt, visitor, withBrowser} from './theatre.mjs'

await withBrowser(async (browser) => {
  const {page, faults} = await visitor(browser)
  let loads = 0
  await prompt('run')
  await page.locator('a[href="/runs/1"]').first().waitFor()
  page.on('load', () => loads++)
  await prompt('daemon/stop')
  await page.getByText(/cannot be reached|away|unreachable/i).first().waitFor()
  check(true, 'the page says that the daemon is away')
  await prompt('daemon/start')
  await eventually(async () => !(await page.getByText(/cannot be reached|daemon is away|unreachable/i).count()), 'and stops saying so')
  const run = await prompt('run')
  await page.locator(`a[href="/runs/${run}"]`).first().waitFor()
  check(true, 'a run after the restart appears by itself')
  equal(loads, 0, 'without a reload')
  equal(faults.filter((fault) => !/503/.test(fault)), [], 'nothing went wrong behind the page')
})
