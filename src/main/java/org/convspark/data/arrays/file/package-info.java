/** An array in a file or an archive: type and dimensions of its elements, and how it is read. */
package org.convspark.data.arrays.file;
