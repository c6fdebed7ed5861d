/** The sections by name, in the order in which they run. Here because the command reads them before anything is installed. */
export const NAMES = ['bytes', 'cold-start', 'per-create', 'bulk-read', 'memory'];
