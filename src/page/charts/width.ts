import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/**
 * The font size, in pixels, for which pictures are laid out. Larger ones scale the whole picture.
 */
const LAID_OUT_FOR = 14

/**
 * The width of an element in the units of a picture, as it is drawn and whenever it changes. A unit
 * is a pixel, and more on very large screens, where the text of the page is larger too.
 */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => setWidth(Math.floor(element.clientWidth / unit()))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}

const unit = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / LAID_OUT_FOR

/** Where the pointer is on a picture of a width, in its units. */
export function pointerAt(event: PointerEvent, width: number): number {
  const box = (event.currentTarget as Element).getBoundingClientRect()
  return ((event.clientX - box.left) / box.width) * width
}
