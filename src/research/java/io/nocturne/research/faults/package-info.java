/**
 * Tests of recovery from failures: {@link io.nocturne.research.faults.FaultsBench} runs one model
 * in many processes, makes tasks, executors and drivers fail, and compares the stored bytes. {@link
 * io.nocturne.research.faults.FaultPlugin} injects the faults of tasks and executors from outside
 * the training. Read first: {@code FaultCases}, then {@code FaultPlugin}.
 */
package io.nocturne.research.faults;
