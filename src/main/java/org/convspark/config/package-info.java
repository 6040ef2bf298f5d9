/**
 * What the user asked for: settings from reference.conf, a file and options, as records checked
 * when built.
 */
package org.convspark.config;
