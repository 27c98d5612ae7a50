/**
 * The script of the reference, inside the page: copies a line, filters the operations by what is
 * typed, and folds the navigation on phones. The content security policy of the page has its hash.
 */
export const SCRIPT = `
const search = document.querySelector('input[type=search]')
const links = [...document.querySelectorAll('nav a[data-words]')]
const heads = [...document.querySelectorAll('nav b')]
const none = document.querySelector('#none')
search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
  let found = 0
  for (const link of links) {
    const isFound = words.every((word) => link.dataset.words.includes(word))
    const section = document.getElementById(link.hash.slice(1))
    link.hidden = !isFound
    if (section) section.hidden = !isFound
    found += Number(isFound)
  }
  for (const head of heads) {
    head.hidden = ![...head.parentElement.querySelectorAll('a')].some((link) => !link.hidden)
    const title = document.getElementById(head.dataset.for)
    if (title) title.hidden = head.hidden
  }
  none.hidden = found > 0
})
search.closest('search').hidden = false
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target instanceof HTMLInputElement) return
  event.preventDefault()
  search.focus()
})
for (const button of document.querySelectorAll('button.copy')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const text = button.parentElement.querySelector('code').textContent
    try {
      await navigator.clipboard.writeText(text)
      button.textContent = 'Copied'
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector('code'))
      button.textContent = 'Selected'
    }
    setTimeout(() => { button.textContent = 'Copy' }, 1500)
  })
}
const setTabStops = () => {
  for (const part of document.querySelectorAll('.wide')) {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0
  }
}
document.addEventListener('toggle', setTabStops, true)
setTabStops()
const fold = document.querySelector('nav details')
const narrow = matchMedia('(max-width: 60rem)')
const setFold = () => { fold.open = !narrow.matches }
narrow.addEventListener('change', setFold)
setFold()
fold.addEventListener('click', (event) => {
  if (narrow.matches && event.target.closest('a')) fold.open = false
})
`
