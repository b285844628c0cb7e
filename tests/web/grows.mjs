// Failures that grow under an open page: the dialog is fed by the server at each opening, so its second opening
// knows what failed after the first.
import {check, equal, prompt, visitor, withBrowser} from './theatre.mjs'

await withBrowser(async (browser) => {
  await prompt('fault/site-01.example/503')
  const {page, faults} = await visitor(browser)
  const first = await prompt('run')
  await page.goto(`${new URL(page.url()).origin}/runs/${first}`)
  const retry = page.getByRole('button', {name: 'Retry Failed'})
  const dialog = page.getByRole('dialog')
  const box = (name) => dialog.getByRole('checkbox', {name: new RegExp(name)})

  await retry.click()
  await box('site-01').waitFor()
  check(await box('site-01').isChecked(), 'at first, site-01 is ticked')
  await box('site-01').click()
  await page.keyboard.press('Escape')
  await dialog.waitFor({state: 'detached'})

  await retry.click()
  await box('site-01').waitFor()
  check(await box('site-01').isChecked(), 'a choice that was not sent is forgotten: site-01 is ticked again')
  await page.keyboard.press('Escape')
  await dialog.waitFor({state: 'detached'})

  // A retry of something that was well fails: run 1 keeps its default, the new run has its own.
  await prompt('fault/site-03.example/truncate')
  const second = await prompt('run')
  await page.goto(`${new URL(page.url()).origin}/runs/${second}`)
  await retry.click()
  await box('site-03').waitFor()
  equal([await box('site-01').isChecked(), await box('site-03').isChecked()], [true, true],
    'both failures of the second run are ticked')
  equal(faults, [], 'nothing went wrong behind the page')
})
