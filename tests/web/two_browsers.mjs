// Two people press Retry at the same moment: one new run, and the other is told which.
import {api, check, equal, eventually, prompt, visitor, withBrowser} from './theatre.mjs'

await withBrowser(async (browser) => {
  await prompt('fault/site-01.example/timeout')   // so that the retry lasts until both have asked
  const first = await prompt('run')
  const people = [await visitor(browser), await visitor(browser)]
  for (const {page} of people) {
    await page.goto(`${new URL(page.url()).origin}/runs/${first}`)
    await page.getByRole('button', {name: 'Retry Failed'}).click()
    await page.getByRole('dialog').getByRole('checkbox', {name: /site-01/}).waitFor()
  }
  await Promise.all(people.map(({page}) => page.getByRole('dialog').getByRole('button', {name: /^Retry/}).click()))
  const isElsewhere = ({page}) => /\/runs\/\d+$/.test(page.url()) && !page.url().endsWith(`/runs/${first}`)
  await eventually(async () => people.some(isElsewhere), 'one of them gets to the new run')
  const winner = people.find(isElsewhere)
  const other = people.find((person) => person !== winner)
  const created = new URL(winner.page.url()).pathname
  await other.page.getByRole('dialog').locator(`a[href="${created}"]`).first().waitFor()
  check(true, 'the other gets a link to it, in the dialog')
  const list = await (await api('/api/v1/runs?trigger_kind=retry')).json()
  equal(list.runs.length, 1, 'there is one new run')
})
