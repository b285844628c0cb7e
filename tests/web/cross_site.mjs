// Another site's page in the same browser: a form that posts to us, a name that was bound to our address, and a
// visitor who has no token. Each is refused, and nothing happens.
import http from 'node:http'
import {api, base, check, equal, prompt, visitor, withBrowser} from './theatre.mjs'

const port = new URL(base).port
const form = `<!doctype html><title>elsewhere</title><form method="post" enctype="text/plain"
  action="${base}/api/v1/runs"><input name='{"platforms":[],"x":"' value='"}'></form>`
const elsewhere = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(form))
await new Promise((listening) => elsewhere.listen(0, '127.0.0.1', listening))
const runs = async () => (await (await api('/api/v1/runs')).json()).runs.length

try {
  await withBrowser(async (browser) => {
    const {context} = await visitor(browser)   // signed in: the session's cookie is there to be abused
    const page = await context.newPage()

    await page.goto(`http://localhost:${elsewhere.address().port}/`)
    const [posted] = await Promise.all([
      page.waitForResponse((response) => response.url().startsWith(`${base}/api`)),
      page.evaluate(() => document.forms[0].submit()),
    ])
    await page.waitForURL(`${base}/api/v1/runs`)
    check([401, 403, 415].includes(posted.status()), "another site's form is refused", posted.status())
    equal(await runs(), 0, 'and started nothing')

    await page.goto(`http://localhost:${elsewhere.address().port}/`)
    const read = await page.evaluate((url) => fetch(url, {credentials: 'include'}).then(() => 'read', () => 'blocked'), `${base}/api/v1/runs`)
    equal(read, 'blocked', "another site's script cannot read an answer")
    const json = await page.evaluate((url) => fetch(url, {method: 'POST', credentials: 'include', body: '{}',
      headers: {'content-type': 'application/json'}}).then(() => 'sent', () => 'blocked'), `${base}/api/v1/runs`)
    equal(json, 'blocked', 'nor send JSON')
    equal(await runs(), 0, 'and started nothing')

    const framed = await page.evaluate((url) => new Promise((resolve) => {
      const frame = document.createElement('iframe')
      frame.onload = () => { try { resolve(frame.contentDocument ? 'open' : 'closed') } catch { resolve('closed') } }
      frame.src = url
      document.body.append(frame)
    }), base)
    equal(framed, 'closed', 'our page does not show in a frame of theirs')
    await context.close()
  })

  await withBrowser(async (browser) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const stranger = await page.goto(`${base}/api/v1/runs`)
    equal(stranger.status(), 401, 'without a token there is nothing to see')
    check(/application\/problem\+json/.test(stranger.headers()['content-type']), 'and the answer is a problem')
  })
} finally {
  elsewhere.close()
}

// A name bound to our address (DNS rebinding): the browser would send its Host, as this does.
const rebound = await new Promise((resolve, reject) => {
  http.get({host: '127.0.0.1', port, path: '/', headers: {host: `rebound.example:${port}`}}, resolve).on('error', reject)
})
let said = ''
for await (const piece of rebound) said += piece
equal(rebound.statusCode, 421, 'a foreign Host is refused')
check(/http\.allowed_hosts/.test(said), 'and the refusal names the configuration key', said)
