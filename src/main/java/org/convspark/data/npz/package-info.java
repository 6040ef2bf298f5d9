/** NumPy's arrays, in files of their own or in archives. */
package org.convspark.data.npz;
