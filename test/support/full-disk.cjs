/** Preloaded into a program: files get half of what is written into them, and then the disk is full, as the system says it. */
const fs = require('node:fs');
const { writeFileSync } = fs;

fs.writeFileSync = (file, data, options) => {
  writeFileSync(file, data.slice(0, data.length / 2), options);
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
};
