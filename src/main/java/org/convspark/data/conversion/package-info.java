/** Images as they are found, of any size and with any labels, made into a dataset. */
package org.convspark.data.conversion;
