import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'))

const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        link: z.boolean().optional(),
        hasInstallScript: z.boolean().optional(),
        bin: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  .parse(read('package-lock.json'))

const { allowScripts } = z
  .object({ allowScripts: z.record(z.string(), z.boolean()) })
  .parse(read('package.json'))

const RUNTIME = 'src/local/node-runtime'

const { optionalDependencies } = z
  .object({ optionalDependencies: z.record(z.string(), z.string()) })
  .parse(read(`${RUNTIME}/package.json`))

/**
 * The packages from a registry: neither this one nor the one of the Node runtime, which are here.
 */
const installed = Object.entries(packages)
  .filter(([path, { link }]) => !['', RUNTIME].includes(path) && link !== true)
  .map(([path, one]) => ({ name: path.replace(/^.*node_modules\//, ''), path, ...one }))

describe('the lock file', () => {
  it('holds the integrity of every package, and no registry URL', () => {
    const loose = installed.filter(({ integrity }) => !integrity?.startsWith('sha512-'))
    expect(loose.map(({ name }) => name)).toEqual([])
    expect(installed.filter(({ resolved }) => resolved).map(({ name }) => name)).toEqual([])
  })

  it('holds the Node of every platform in one version, and no other package brings a node', () => {
    const nodes = installed.filter(({ bin }) => bin?.node)
    const names = Object.keys(optionalDependencies)
    // At the top: npm puts the bin of these packages alone on the PATH of its scripts.
    expect(nodes.map(({ path }) => path)).toEqual(names.map((name) => `node_modules/${name}`))
    expect(Object.values(optionalDependencies)).toEqual(nodes.map(({ version }) => version))
    expect(new Set(nodes.map(({ version }) => version)).size).toBe(1)
  })

  it('links one folder of the repository, the Node runtime, and no folder outside it', () => {
    const links = Object.values(packages).filter(({ link }) => link === true)
    expect(links.map(({ resolved }) => resolved)).toEqual([RUNTIME])
  })

  it('has no install script that package.json neither allows nor refuses', () => {
    const scripts = installed.filter(({ hasInstallScript }) => hasInstallScript)
    const names = [...new Set(scripts.map(({ name }) => name))].toSorted()
    expect(names).toEqual(Object.keys(allowScripts).toSorted())
  })
})
