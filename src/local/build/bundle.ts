import { rolldown } from 'rolldown'
import { projectFolder } from '../start/project'
import { neonOverHttp } from './neon-over-http'
import { withoutDescriptions } from './without-descriptions'
import { withoutIndexes } from './without-indexes'
import { withoutJsonSchema } from './without-json-schema'

/** The Worker as one module, with the map that leads back to its sources. */
export interface Bundle {
  code: string
  map: string
}

const ENTRY = 'src/index.ts'

/** Bundles the Worker, for a deployment and for this machine alike. */
export async function bundleWorker(): Promise<Bundle> {
  const build = await rolldown({
    cwd: projectFolder,
    input: ENTRY,
    platform: 'neutral',
    resolve: {
      conditionNames: ['workerd', 'worker', 'browser', 'import'],
      mainFields: ['browser', 'module', 'main'],
    },
    external: [/^node:/, /^cloudflare:/],
    plugins: [neonOverHttp(), withoutDescriptions(), withoutIndexes(), withoutJsonSchema()],
  })
  const { output } = await build.generate({
    format: 'esm',
    minify: true,
    sourcemap: true,
    comments: { legal: false },
  })
  await build.close()
  const [{ code, map }, ...more] = output
  if (!map || more.some(({ type }) => type === 'chunk')) {
    throw new Error('The Worker is not one module with its map.')
  }
  return { code, map: map.toString() }
}
