// Every view, in both themes and at 320 px: axe finds nothing, nothing is cut off sideways, all is photographed.
import {api, axe, check, equal, photograph, prompt, visitor, withBrowser} from './theatre.mjs'

await withBrowser(async (browser) => {
  await prompt('fault/site-01.example/503')
  await prompt('fault/site-02.example/truncate')
  const first = await prompt('run')
  await api(`/api/v1/runs/${first}/wait?timeout_ms=60000`)
  await prompt('fault/site-01.example/none')
  const retry = await api(`/api/v1/runs/${first}/retry`, {method: 'POST', body: '{}'})
  const second = (await retry.json()).run_id
  await api(`/api/v1/runs/${second}/wait?timeout_ms=60000`)

  const views = {
    overview: '/', runs: '/runs', run: `/runs/${first}`, retried: `/runs/${second}`, schedules: '/schedules', items: '/items',
    diff: `/diff?a=${first}&b=${second}`, plugins: '/plugins', logs: '/logs', config: '/config', analytics: '/analytics',
  }
  for (const [look, options] of Object.entries({
    light: {colorScheme: 'light'}, dark: {colorScheme: 'dark'}, narrow: {colorScheme: 'light', width: 320, height: 700},
  })) {
    const {page, context, faults} = await visitor(browser, options)
    const origin = new URL(page.url()).origin
    for (const [name, path] of Object.entries(views)) {
      await page.goto(origin + path)
      await page.getByRole('heading', {level: 1}).first().waitFor()
      await page.locator('[aria-busy="true"]').first().waitFor({state: 'detached'}).catch(() => {})
      await axe(page, `${name}, ${look}`)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      check(overflow <= 0, `${name}, ${look}: nothing is cut off sideways`, overflow)
      await photograph(page, `${look}-${name}`)
    }
    await page.goto(`${origin}/runs/${first}`)
    await page.getByRole('button', {name: 'Retry Failed'}).click()
    await page.getByRole('dialog').getByRole('checkbox').first().waitFor()
    await axe(page, `the retry dialog, ${look}`)
    await photograph(page, `${look}-retry-dialog`)
    equal(faults, [], `nothing went wrong behind the page, ${look}`)
    await context.close()
  }
})
