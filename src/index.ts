export { default } from './worker'
