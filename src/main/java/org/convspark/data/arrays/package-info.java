/**
 * Arrays of images and of labels become a dataset. {@code data.idx} and {@code data.npz} find them
 * and read their headers.
 */
package org.convspark.data.arrays;
