using Netra.Abstractions;

namespace Netra.Grains.Tests;

internal static class PipelineExtensions
{
    /// <summary>Stages ordinary messages in one change.</summary>
    public static (StagedCommit Commit, IReadOnlyList<NewFrame> Published) Append(this CommitPipeline pipeline, NewMessage[] messages)
    {
        var change = new UserChange();
        change.Frames.AddRange(messages.Select(message => new NewFrame(message.Type, message.Id ?? Guid.NewGuid().ToString("N"), message.Payload)
        {
            Priority = message.Priority,
            TtlMs = message.TtlMs,
        }));
        return (pipeline.Stage(change), change.Frames);
    }
}
