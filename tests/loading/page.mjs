/** The script of every page: runs the case that its folder is named after. */
import { cases } from './cases.mjs';

const name = location.pathname.split('/')[1];
try {
  window.end = { result: await cases[name]() };
} catch (error) {
  window.end = { failure: `${error?.name}: ${error?.message}\n${error?.stack}` };
}
