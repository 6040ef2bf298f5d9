/**
 * Files on any Hadoop file system: read, written aside and renamed, and what their errors mean in
 * one line.
 */
package org.convspark.storage;
