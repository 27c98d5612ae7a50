import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { place, setQuery } from '../data/place'

/** A field of a filter bar. Its value stands in the address. */
interface FieldProps {
  name: string
  label: string
}

/** Another filter begins at the first page. */
const change = (name: string, value: string) =>
  setQuery({ [name]: value.trim(), cursor: undefined })

const idOf = (name: string): string => `filter-${name}`

const filterValue = (name: string): string => place.value.query.get(name) ?? ''

const TYPING_MS = 450

interface TextFilterProps extends FieldProps {
  placeholder?: string
  /** Turns what is typed into upper case. */
  upper?: boolean
}

/** A text that is applied when typing pauses, with Enter, and when the field is left. */
export function TextFilter({ name, label, placeholder, upper = false }: TextFilterProps) {
  const value = filterValue(name)
  const input = useRef<HTMLInputElement>(null)
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined)
  // The back button goes to the filter before the typing, not before the last letter.
  const isApplied = useRef(false)

  useEffect(() => {
    const field = input.current
    if (field && document.activeElement !== field) field.value = value
  }, [value])
  useEffect(() => () => clearTimeout(typing.current), [])

  const apply = () => {
    clearTimeout(typing.current)
    const given = (input.current?.value ?? '').trim()
    const wanted = upper ? given.toUpperCase() : given
    if (wanted === filterValue(name)) return
    setQuery({ [name]: wanted, cursor: undefined }, { replace: isApplied.current })
    isApplied.current = true
  }
  return (
    <div class="field">
      <label for={idOf(name)}>{label}</label>
      <input
        ref={input}
        id={idOf(name)}
        name={name}
        defaultValue={value}
        placeholder={placeholder}
        autocomplete="off"
        autocapitalize={upper ? 'characters' : 'off'}
        spellcheck={false}
        maxLength={64}
        onFocus={() => {
          isApplied.current = false
        }}
        onInput={() => {
          clearTimeout(typing.current)
          typing.current = setTimeout(apply, TYPING_MS)
        }}
        onChange={apply}
      />
    </div>
  )
}

export function DateFilter({ name, label }: FieldProps) {
  const value = filterValue(name)
  return (
    <div class="field">
      <label for={idOf(name)}>{label}</label>
      <input
        key={value}
        id={idOf(name)}
        type="date"
        class={value === '' ? 'blank' : undefined}
        name={name}
        defaultValue={value}
        onChange={(event) => change(name, event.currentTarget.value)}
      />
    </div>
  )
}

export function SelectFilter({
  name,
  label,
  options,
}: FieldProps & { options: readonly (readonly [value: string, text: string])[] }) {
  const value = filterValue(name)
  const isKnown = options.some(([one]) => one === value)
  return (
    <div class="field">
      <label for={idOf(name)}>{label}</label>
      <select
        id={idOf(name)}
        name={name}
        value={value}
        onChange={(event) => change(name, event.currentTarget.value)}
      >
        {!isKnown && <option value={value}>{value}</option>}
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

interface FiltersProps {
  names: readonly string[]
  /** Fields that are folded away on phones. */
  more?: ComponentChildren
  children: ComponentChildren
}

/** A bar of filters, with a button that clears them. */
export function Filters({ names, more, children }: FiltersProps) {
  const isFiltered = names.some((name) => filterValue(name) !== '')
  const [isOpen, setOpen] = useState(false)
  return (
    <search>
      <form
        class={isOpen ? 'filters all' : 'filters'}
        aria-label="Filters"
        onSubmit={(event) => {
          event.preventDefault()
          // Enter applies the field that has the focus.
          if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur()
        }}
      >
        {children}
        {more && (
          <>
            <button
              type="button"
              class="quiet fold"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? 'Fewer filters' : 'More filters'}
            </button>
            {more}
          </>
        )}
        <button
          type="button"
          class="quiet clear"
          disabled={!isFiltered}
          onClick={() =>
            setQuery(Object.fromEntries([...names, 'cursor'].map((name) => [name, undefined])))
          }
        >
          Clear filters
        </button>
      </form>
    </search>
  )
}

/** Present values of filters by name; absent ones are undefined. */
export function filterValues<Name extends string>(
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const values: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = filterValue(name)
    if (value !== '') values[name] = value
  }
  return values
}

/** Links between pages of a list. The way back is the browser's. */
export function Pager({ next, shown, noun }: { next: string | null; shown: number; noun: string }) {
  const isFirst = filterValue('cursor') === ''
  if (isFirst && next === null) return null
  return (
    <nav class="pager" aria-label="Pages">
      <button type="button" disabled={isFirst} onClick={() => setQuery({ cursor: undefined })}>
        First page
      </button>
      <button type="button" disabled={isFirst} onClick={() => history.back()}>
        Previous
      </button>
      <span class="dim">{`${shown} ${noun} on this page; columns sort this page`}</span>
      <button
        type="button"
        disabled={next === null}
        onClick={() => setQuery({ cursor: next ?? undefined })}
      >
        Next page
      </button>
    </nav>
  )
}
