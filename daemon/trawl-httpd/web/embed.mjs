// node embed.mjs DIST OUT: turns the built page into assets.S (the bytes) and assets_table.cpp (their names), and
// holds it to its budgets. A page that grew too heavy, or that speaks to another origin, fails the build here.
import {createHash} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {extname, join, relative} from 'node:path'
import {brotliCompressSync, constants, gzipSync} from 'node:zlib'

const budgets = {'.js': 120_000, '.css': 10_000} // bytes of gzip, all files of the kind together

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const [dist, out] = process.argv.slice(2)

function fail(reason) {
  console.error(`the page is refused: ${reason}`)
  process.exit(1)
}

const files = readdirSync(dist, {recursive: true, withFileTypes: true})
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.path, entry.name))
  .sort()

const assets = files.map((file) => {
  const identity = readFileSync(file)
  const type = types[extname(file)] ?? fail(`${file} is of no known type; add it to embed.mjs`)
  const smaller = (bytes) => (bytes.length < identity.length ? bytes : Buffer.alloc(0))
  return {
    path: `/${relative(dist, file)}`,
    kind: extname(file),
    type,
    forms: {
      identity,
      gzip: smaller(gzipSync(identity, {level: 9})),
      brotli: smaller(
        brotliCompressSync(identity, {params: {[constants.BROTLI_PARAM_SIZE_HINT]: identity.length}}),
      ),
    },
    etag: `"${createHash('sha256').update(identity).digest('hex').slice(0, 32)}"`,
  }
})

for (const [kind, budget] of Object.entries(budgets)) {
  const weight = assets
    .filter((asset) => asset.kind === kind)
    .reduce((sum, asset) => sum + asset.forms.gzip.length, 0)
  console.log(`${kind.slice(1)}: ${weight} bytes of gzip, at most ${budget}`)
  if (weight > budget) fail(`${weight} bytes of gzip in ${kind} files, more than ${budget}`)
}

// Namespaces and links to documentation are words, not requests; src, href, url() and @import fetch.
const fetching = /(?:src|href)\s*=\s*["']?(?:https?:)?\/\/|url\(\s*["']?(?:https?:)?\/\/|@import/i
for (const {path, kind, forms} of assets)
  if ((kind === '.html' || kind === '.css') && fetching.test(forms.identity.toString()))
    fail(`${path} asks another origin`)

mkdirSync(out, {recursive: true})
const stored = []
const view = (asset, number, form) => {
  const bytes = asset.forms[form]
  if (bytes.length === 0) return '{}'
  const file = join(out, `${number}.${form}`)
  writeFileSync(file, bytes)
  const symbol = `trawl_asset_${number}_${form}`
  stored.push({symbol, file})
  return `{${symbol}, ${bytes.length}}`
}

const rows = assets.map(
  (asset, number) => `    {.path = "${asset.path}",
     .content_type = "${asset.type}",
     .identity = ${view(asset, number, 'identity')},
     .gzip = ${view(asset, number, 'gzip')},
     .brotli = ${view(asset, number, 'brotli')},
     .etag = ${JSON.stringify(asset.etag)},
     .immutable = ${asset.path.startsWith('/assets/')}},`,
)

writeFileSync(
  join(out, 'assets.S'),
  `${stored
    .map(
      ({symbol, file}) => `  .section .rodata
  .global ${symbol}
${symbol}:
  .incbin "${file}"`,
    )
    .join('\n')}
  .section .note.GNU-stack,"",%progbits
`,
)

writeFileSync(
  join(out, 'assets_table.cpp'),
  `// Made by embed.mjs from the built page.
#include <array>

#include "trawl-httpd/assets.hpp"

extern "C" {
${stored.map(({symbol}) => `extern const char ${symbol}[];`).join('\n')}
}

namespace trawl::httpd {

std::span<const Asset> assets() {
  static const std::array<Asset, ${rows.length}> all{{
${rows.join('\n')}
  }};
  return all;
}

}  // namespace trawl::httpd
`,
)
