// The main job without a mouse: to the run, Retry Failed, one box off and on, away with Escape, and sent.
import {api, check, equal, eventually, prompt, visitor, withBrowser} from './theatre.mjs'

await withBrowser(async (browser) => {
  await prompt('fault/site-01.example/503')
  await prompt('fault/site-02.example/503')
  const run = await prompt('run')
  await api(`/api/v1/runs/${run}/wait?timeout_ms=60000`)
  await prompt('fault/site-01.example/none')
  await prompt('fault/site-02.example/none')
  const {page, faults} = await visitor(browser)

  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')
  async function tabTo(wanted) {
    for (let steps = 0; steps < 60; steps++) {
      await page.keyboard.press('Tab')
      if (wanted.test(await focused())) return
    }
    throw new Error(`Tab never gets to ${wanted}`)
  }

  await page.keyboard.press('Tab')
  check(/skip/i.test(await focused()), 'the first stop skips the navigation')
  await tabTo(new RegExp(`^${run}$`))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', {name: `Run ${run}`}).waitFor()
  equal(await page.title(), `Run ${run} · trawl`, 'the tab is named after the view')
  await page.getByRole('button', {name: 'Retry Failed'}).waitFor()
  await tabTo(/^Retry Failed$/)
  await page.keyboard.press('Enter')

  const dialog = page.getByRole('dialog')
  const box = (name) => dialog.getByRole('checkbox', {name: new RegExp(name)})
  await box('site-01').waitFor()
  check(await dialog.evaluate((element) => element.contains(document.activeElement)), 'the focus is in the dialog')
  await box('site-01').focus()
  await page.keyboard.press('Space')
  equal(await box('site-01').isChecked(), false, 'Space takes a platform out')
  for (let steps = 0; steps < 12; steps++) await page.keyboard.press('Tab')
  check(await dialog.evaluate((element) => element.contains(document.activeElement)), 'Tab does not leave the dialog')
  await page.keyboard.press('Escape')
  await dialog.waitFor({state: 'detached'})
  await eventually(async () => (await focused()) === 'Retry Failed', 'Escape gives the focus back to the button')

  await page.keyboard.press('Enter')
  await box('site-01').waitFor()
  equal([await box('site-01').isChecked(), await box('site-02').isChecked()], [true, true], 'opened again, both are ticked')
  await box('site-02').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === `/runs/${run + 1}`)
  const made = await (await api(`/api/v1/runs/${run + 1}`)).json()
  equal(made.platforms.map(({name}) => name), ['site-01'], 'Enter sends what is ticked')
  equal(faults, [], 'nothing went wrong behind the page')
})
