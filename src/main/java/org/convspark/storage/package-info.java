/**
 * Files on any Hadoop file system: read, written aside and renamed by one process at a time, and
 * what their errors mean in one line.
 */
package org.convspark.storage;
