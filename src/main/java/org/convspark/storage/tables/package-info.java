/**
 * Tables' files read through Spark: exactly those that are named, and what is wrong with one as one
 * line.
 */
package org.convspark.storage.tables;
