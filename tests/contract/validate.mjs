// The served OpenAPI document against two validators of other people: validate.mjs DOCUMENT
import {readFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {spawnSync} from 'node:child_process'

const modules = process.env.TRAWL_CONTRACT_MODULES
const document = process.argv[2]
const load = createRequire(join(modules, 'x.js'))

const {Validator} = load('@seriousme/openapi-schema-validator')
const verdict = await new Validator().validate(JSON.parse(await readFile(document, 'utf8')))
console.log(`openapi-schema-validator: ${verdict.valid ? 'valid' : JSON.stringify(verdict.errors, null, 1)}`)

const lint = spawnSync(process.execPath, [join(modules, '@redocly', 'cli', 'bin', 'cli.js'), 'lint', '--extends=recommended-strict',
  '--skip-rule=operation-4xx-response', '--skip-rule=no-server-example.com', document],
  {encoding: 'utf8', env: {...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true'}})
console.log(lint.stdout + lint.stderr)
process.exit(verdict.valid && lint.status === 0 ? 0 : 1)
