// A page that grew too heavy, or that asks another origin, does not get into the program. node budgets.mjs EMBED.MJS
import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {randomBytes} from 'node:crypto'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'trawl-budgets-'))

function embedded(files) {
  const dist = join(folder, 'dist')
  rmSync(dist, {recursive: true, force: true})
  mkdirSync(join(dist, 'assets'), {recursive: true})
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dist, name), content)
  const {status, stderr} = spawnSync(process.execPath, [process.argv[2], dist, join(folder, 'out')], {encoding: 'utf8'})
  return {status, stderr}
}

// Hexadecimal digits of noise, of which gzip keeps a little more than half.
const noise = (bytes) => randomBytes(bytes).toString('hex')
const expected = [
  ['what is light', {'index.html': '<p>page', 'assets/a.js': '1', 'assets/a.css': 'p{}'}, 0, ''],
  ['120 kB of script', {'assets/a.js': noise(115_000)}, 1, /gzip in \.js files/],
  ['script in many files', {'assets/a.js': noise(60_000), 'assets/b.js': noise(60_000)}, 1, /gzip in \.js files/],
  ['10 kB of style', {'assets/a.css': noise(10_000)}, 1, /gzip in \.css files/],
  ['a foreign script', {'index.html': '<script src="https://cdn.example/x.js"></script>'}, 1, /asks another origin/],
  ['a foreign font', {'assets/a.css': '@font-face{src:url(//fonts.example/x)}'}, 1, /asks another origin/],
  ['a file of no known type', {'x.exe': ''}, 1, /of no known type/],
]
let failures = 0
for (const [what, files, status, reason] of expected) {
  const seen = embedded(files)
  const right = seen.status === status && (reason === '' || reason.test(seen.stderr))
  console.log(right ? `ok  ${what}` : `FAILED  ${what}: ${JSON.stringify(seen)}`)
  failures += right ? 0 : 1
}
rmSync(folder, {recursive: true})
process.exit(failures)
