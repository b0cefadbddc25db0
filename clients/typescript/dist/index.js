export { connect } from './connect.js';
export { NetraError } from './netra-error.js';
