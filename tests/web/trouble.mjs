// What goes wrong while somebody works: the daemon goes away under an open dialog, a click comes twice, a run is
// cancelled, an address is odd, trawl-httpd itself restarts. Nothing is lost and nothing happens twice.
import {api, check, equal, eventually, prompt, visitor, withBrowser} from './theatre.mjs'

const finished = async (run) => (await api(`/api/v1/runs/${run}/wait?timeout_ms=60000`)).json()
const newest = async () => (await (await api('/api/v1/runs?limit=1')).json()).runs[0].id

await withBrowser(async (browser) => {
  await prompt('fault/site-01.example/503')
  const first = await prompt('run')
  await finished(first)
  const {page} = await visitor(browser)
  const origin = new URL(page.url()).origin
  const dialog = page.getByRole('dialog')
  const submit = dialog.getByRole('button', {name: /^Retry/})

  // The daemon is away when Retry is pressed: told in the dialog; pressed again when it is back, it happens once.
  await page.goto(`${origin}/runs/${first}`)
  await page.getByRole('button', {name: 'Retry Failed'}).click()
  await dialog.getByRole('checkbox', {name: /site-01/}).waitFor()
  await prompt('daemon/stop')
  await submit.click()
  await dialog.getByRole('alert').waitFor()
  check(/daemon/i.test(await dialog.getByRole('alert').innerText()), 'the dialog says that the daemon is away')
  check(await dialog.getByRole('checkbox', {name: /site-01/}).isChecked(), 'and keeps what was chosen')
  await prompt('daemon/start')
  await prompt('fault/site-01.example/none')
  await eventually(async () => {
    if (new URL(page.url()).pathname !== `/runs/${first}`) return true
    if (await submit.isEnabled().catch(() => false)) await submit.click().catch(() => {})
    return false
  }, 'pressed again, it goes through')
  equal(new URL(page.url()).pathname, `/runs/${first + 1}`, 'to the new run')
  equal(await newest(), first + 1, 'of which there is one')

  // A double click is one retry.
  await prompt('fault/site-02.example/503')
  const second = await prompt('run')
  await finished(second)
  await page.goto(`${origin}/runs/${second}`)
  await page.getByRole('button', {name: 'Retry Failed'}).click()
  await dialog.getByRole('checkbox', {name: /site-02/}).waitFor()
  await submit.dblclick()
  await page.waitForURL((url) => url.pathname === `/runs/${second + 1}`)
  await finished(second + 1)
  equal(await newest(), second + 1, 'a double click makes one run')

  // A cancelled run offers what was not allowed to finish.
  await prompt('fault/site-03.example/timeout')
  const third = await prompt('run')
  await page.goto(`${origin}/runs/${third}`)
  await page.getByRole('button', {name: 'Cancel run'}).click()
  await page.getByRole('button', {name: 'Retry Failed'}).click()
  const cancelled = dialog.getByRole('checkbox', {name: /site-03/})
  await cancelled.waitFor()
  check(await cancelled.isChecked(), 'what a cancelled run did not finish is ticked')
  check(/no result|error/.test(await dialog.innerText()), 'with a badge that says why', await dialog.innerText())
  await page.keyboard.press('Escape')
  await prompt('fault/site-03.example/none')

  // Odd addresses are answered in words, within the frame.
  const odd = {'/runs/99999': /no run 99999/i, '/runs?effective_status=nonsense': /effective_status/, '/runs?cursor=zzz': /cursor/,
    '/diff?a=1&b=99999': /no run 99999/i, '/analytics?days=999': /days/, '/nowhere': /no such view/i}
  for (const [address, words] of Object.entries(odd)) {
    await page.goto(origin + address)
    await page.getByText(words).first().waitFor()
    check(await page.getByRole('link', {name: 'Runs', exact: true}).count(), `${address} is answered in words`)
  }

  // Back and forward are the browser's own.
  await page.goto(`${origin}/`)
  await page.getByRole('link', {name: 'Runs', exact: true}).first().click()
  await page.getByRole('combobox', {name: /^Platform/}).selectOption('site-01')
  await page.getByRole('link', {name: 'Schedules', exact: true}).click()
  await page.goBack()
  await page.getByRole('heading', {name: 'Runs', exact: true}).waitFor()
  equal(await page.getByRole('combobox', {name: /^Platform/}).inputValue(), 'site-01', 'Back returns to the filter')

  // trawl-httpd restarts under the open page: its sessions are gone, and the page says what to do.
  await prompt('adapter/restart')
  await page.getByLabel('Token').waitFor()
  check(true, 'after a restart of trawl-httpd the page asks to sign in')
})
