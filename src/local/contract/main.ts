import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { documentedRoutes } from '../../api/app'
import { openApiDocument } from '../../api/docs/openapi'
import { projectFolder } from '../start/project'

const FILE = 'src/api/openapi.json'

/** Writes the OpenAPI document that the routes make, or only says whether the one that is kept is that. */
async function main(mayWrite: boolean): Promise<void> {
  const path = join(projectFolder, FILE)
  const document = generate()
  if (mayWrite) {
    await writeFile(path, document)
    return
  }
  const kept = await readFile(path, 'utf8').catch(() => '')
  if (kept === document) return
  const made = document.split('\n')
  const line = kept.split('\n').findIndex((text, i) => text !== made[i])
  throw new Error(
    `${FILE} is not what the routes make, from line ${line + 1} on: ${made[line]?.trim()}\n` +
      'npm run api:write writes it anew.',
  )
}

const generate = () => `${JSON.stringify(openApiDocument(documentedRoutes()), null, 2)}\n`

main(process.argv.includes('--write')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
