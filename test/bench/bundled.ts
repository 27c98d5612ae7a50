import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * Bundles a module of the bench as the Worker is: what runs TypeScript as it stands names every
 * function each time that it is made, which the Worker does not, and no thread runs it.
 *
 * @param name its path in the bench, without `.ts`.
 * @returns the file.
 */
export async function bundled(name: string): Promise<string> {
  const outfile = pathOf(`../../dist/bench/${name}.mjs`)
  await build({
    entryPoints: [pathOf(`./${name}.ts`)],
    outfile,
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
  })
  return outfile
}
