import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { GOLDEN } from './books'
import { differing, hashesOf } from './hash'

const FILE = fileURLToPath(new URL('hashes.json', import.meta.url))
const USAGE = `usage: npx tsx test/engine/golden/main.ts check | write | show GROUP NUMBER
  check   names the books whose answer differs from the recorded one
  write   records what the engine answers now
  show    prints the answer about one book`

async function check(): Promise<void> {
  const recorded: Record<string, string> = JSON.parse(readFileSync(FILE, 'utf8'))
  for (const group of Object.keys(GOLDEN)) {
    const found = await hashesOf(group)
    const wrong = differing(found, (recorded[group] ?? '').split(' '))
    if (wrong.length > 0) process.exitCode = 1
    const first = wrong.slice(0, 20).join(' ')
    console.log(`${group}: ${wrong.length} of ${found.length} differ${first && `: ${first}`}`)
  }
}

async function write(): Promise<void> {
  const recorded: Record<string, string> = {}
  for (const group of Object.keys(GOLDEN)) recorded[group] = (await hashesOf(group)).join(' ')
  writeFileSync(FILE, `${JSON.stringify(recorded, null, 2)}\n`)
}

const [command, group = '', number = ''] = process.argv.slice(2)
const books = GOLDEN[group]
if (command === 'check') await check()
else if (command === 'write') await write()
else if (command === 'show' && books) console.log(books.outputOf(Number(number)))
else {
  console.error(USAGE)
  process.exitCode = 2
}
