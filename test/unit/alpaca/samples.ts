declare global {
  interface ImportMeta {
    glob(pattern: string, options: { eager: true; import: 'default' }): Record<string, unknown>
  }
}

// Read when the tests are bundled, because workerd has no files; empty where the folder is not
// there.
const samples = import.meta.glob('../../../../shared/alpaca/samples/*.json', {
  eager: true,
  import: 'default',
})

/** Whether the recorded samples are there. */
export const haveSamples = Object.keys(samples).length > 0

/** A sample's payload, out of the recorder's envelope `{body, status_code}` where it has one. */
export function bodyOf(name: string): unknown {
  const sample = samples[`../../../../shared/alpaca/samples/${name}.json`]
  if (sample === undefined) throw new Error(`no sample ${name}`)
  return typeof sample === 'object' && sample !== null && 'body' in sample ? sample.body : sample
}

/** A sample's rows: its list, the list under the key given, or the one row that it is. */
export function listOf(name: string, key?: string): unknown[] {
  const body = bodyOf(name)
  const rows = key === undefined ? body : Object(body)[key]
  return Array.isArray(rows) ? rows : [rows]
}
