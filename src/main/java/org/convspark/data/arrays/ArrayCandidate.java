package org.convspark.data.arrays;

/**
 * An array that may be a part of a dataset, by its name.
 *
 * @param name what messages call it
 * @param stem the words of its name that aren't about its role
 * @param place the directory or archive that it is in
 * @param what the array
 */
public record ArrayCandidate<T>(String name, ArrayRole role, String stem, String place, T what) {}
