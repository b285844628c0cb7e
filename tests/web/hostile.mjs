// Text that a site put into an item: markup and terminal escapes stay text, on the page as in trawlctl.
import {check, equal, prompt, api, visitor, withBrowser} from './theatre.mjs'

await withBrowser(async (browser) => {
  const run = await prompt('run')
  await api(`/api/v1/runs/${run}/wait?timeout_ms=60000`)
  const printed = await prompt('items')
  check(printed.includes('<script>document.title'), 'trawlctl prints the text')
  check(!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(printed), 'without what would steer the terminal', printed)
  const {page, faults} = await visitor(browser)
  const origin = new URL(page.url()).origin
  for (const path of ['/items?platform=site-00', '/items', `/runs/${run}`]) {
    await page.goto(origin + path)
    await page.getByRole('heading', {level: 1}).first().waitFor()
    if (path.startsWith('/items')) await page.getByText(/<script>document\.title/).first().waitFor()
    equal(await page.evaluate(() => [...document.scripts].filter((script) => !script.src).length), 0, `no script got into ${path}`)
    check(!/owned/.test(await page.title()), `the title of ${path} is our own`)
    const raw = await page.evaluate(() => /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(document.body.textContent))
    check(!raw, `no control character is on ${path}`)
  }
  equal(faults, [], 'nothing went wrong behind the page')
})
