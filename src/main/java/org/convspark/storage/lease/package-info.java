/**
 * The right of one process to write an output, kept in a file beside it that is renewed while the
 * process lives. The times of different machines are never compared.
 */
package org.convspark.storage.lease;
