import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { documentedRoutes } from '../../api/app'
import { openApiDocument } from '../../api/reference/openapi'
import { projectFolder } from '../start/project'
import { cliOptions } from './cli-options'
import { clientTypes } from './client-types'

/** Writes the generated files of the contract, or checks that they match the routes. */
async function main(mayWrite: boolean): Promise<void> {
  for (const [file, made] of Object.entries(await generate())) {
    const path = join(projectFolder, file)
    if (mayWrite) await writeFile(path, made)
    else compare(file, await readFile(path, 'utf8').catch(() => ''), made)
  }
}

/** Content by file: the OpenAPI document, and what the client and the command line have of it. */
async function generate(): Promise<Record<string, string>> {
  const document = openApiDocument(documentedRoutes())
  const types = 'src/client/contract.ts'
  const options = 'src/cli/parameters.ts'
  return {
    'src/api/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
    [types]: formatted(types, await clientTypes(document)),
    [options]: formatted(options, cliOptions(document)),
  }
}

const formatted = (file: string, text: string): string =>
  execFileSync('npx', ['biome', 'format', `--stdin-file-path=${file}`], {
    cwd: projectFolder,
    input: text,
    encoding: 'utf8',
  })

function compare(file: string, kept: string, made: string): void {
  if (kept === made) return
  const lines = made.split('\n')
  const line = kept.split('\n').findIndex((text, i) => text !== lines[i])
  throw new Error(
    `${file} is not what the routes make, from line ${line + 1} on: ${lines[line]?.trim()}\n` +
      'npm run api:write writes it anew.',
  )
}

main(process.argv.includes('--write')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
