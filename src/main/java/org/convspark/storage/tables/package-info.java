/**
 * Tables' files read and written through Spark: exactly those that are named, what is wrong with
 * one as one line, and nothing lost on the way.
 */
package org.convspark.storage.tables;
