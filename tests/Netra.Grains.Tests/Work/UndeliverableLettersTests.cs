using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

public sealed class UndeliverableLettersTests
{
    private static readonly UserId Ada = UserId.Parse("ada");
    private static readonly UserId Bob = UserId.Parse("bob");

    [Fact]
    public void Again_OfALetter_IsTheMessageForItsUserUnderItsOldIdWithoutAnEnd()
    {
        var message = new NewMessage("hello", "h1", """{"n":1}"""u8.ToArray()) { Priority = MessagePriority.High, TtlMs = 5, IsDurable = false };
        var work = new OutboxWork(Bob, OutboxWork.IdOf(Ada, message), message, 1);

        var again = UndeliverableLetters.Again(LetterOf(UndeliverableLetters.Make(work)), Ada, 77);

        Assert.Equal((Bob, work.Id, 77L), (again.To, again.Id, again.SinceMs));
        Assert.Equal(("hello", "h1", MessagePriority.High, null, false),
            (again.Message.Type, again.Message.Id, again.Message.Priority, again.Message.TtlMs, again.Message.IsDurable));
        Assert.Equal("""{"n":1}"""u8.ToArray(), again.Message.Payload.ToArray());
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"user_id":"","priority":"high","ttl_ms":null,"durable":true,"payload":{}}""")]
    [InlineData("""{"user_id":"bob","priority":"urgent","ttl_ms":null,"durable":true,"payload":{}}""")]
    [InlineData("""{"user_id":"bob","priority":"high","ttl_ms":null,"durable":1,"payload":{}}""")]
    public void Again_OfSomethingElse_IsDamage(string payload)
    {
        var frame = new NewFrame("hello", "h1", System.Text.Encoding.UTF8.GetBytes(payload));
        Assert.Throws<StorageDamagedException>(() => UndeliverableLetters.Again(LetterOf(frame), Ada, 77));
    }

    [Fact]
    public Task Retry_OfAnUndeliverableMessage_IsWorkForItsUserAndNoLetterByOneCommit() => Exclusively.RunAsync(async () =>
    {
        await using var user = new GrainUser();
        var head = await user.HeadAsync();
        var pipeline = new CommitPipeline(user.Id, head, user.Log, user.Options, user.Time, () => 0, _ => { });
        var message = new NewMessage("hello", "h1", "{}"u8.ToArray());
        await pipeline.Stage(new UserChange { Frames = { UndeliverableLetters.Make(new OutboxWork(Bob, "w1", message, 1)) } }).Durable;
        var blocking = new BlockingLog(user.Log);
        user.Over = blocking;
        var grain = await user.ActivateAsync();

        var retry = grain.RetryDeadLetterAsync(1);
        while (blocking.Commits.Count == 0) await Task.Yield();
        var commit = blocking.Commits[0];
        Assert.Equal([1], commit.DeadLettersToForget);
        var work = Assert.IsType<OutboxWork>(WorkFormat.Read(Assert.Single(commit.WorkToWrite).Body));
        Assert.Equal((Bob, "hello"), (work.To, work.Message.Type));
        await grain.OnDeactivateAsync(default, CancellationToken.None);
        await blocking.AnswerAllAsync();
        Assert.Equal(new DeadLetterRetry(Found: true), await retry);
        var head2 = await user.HeadAsync();
        Assert.Equal((0, 1), (head2.DeadLetterCount, head2.WorkCount));
    });

    private static DeadLetterRecord LetterOf(NewFrame frame) => new(
        1, DeadLetterReason.Undeliverable, 1, ServerFrames.Durable(frame.Type, frame.Id, 1, 1, frame.Payload.Span));
}
