import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * Bundles a module of the bench like the Worker. A loader of TypeScript sets the name of each
 * function whenever it creates one, which the bundle does not do, and threads cannot use it.
 *
 * @param name path in the bench, without `.ts`.
 * @returns path of the bundle.
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
