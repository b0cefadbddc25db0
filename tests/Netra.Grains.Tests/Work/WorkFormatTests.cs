using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

public sealed class WorkFormatTests
{
    /// <summary>A record as version 1 wrote it: later builds must read it.</summary>
    private const string JobOfVersion1 =
        "0101026A31036A6F6201026D317B000000000000000103746162000200000002000000" + "7B7D";

    public static TheoryData<int> Bodies() => [0, 1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Read_WhatWasWritten_IsTheSame(int index)
    {
        var written = Body(index);
        var read = WorkFormat.Read(WorkFormat.Write(written));

        Assert.Equal(Convert.ToHexString(WorkFormat.Write(written)), Convert.ToHexString(WorkFormat.Write(read)));
        Assert.Equal(written.GetType(), read.GetType());
        if (written is JobWork job)
        {
            var other = (JobWork)read;
            Assert.Equal(job with { Message = other.Message }, other);
            Assert.Equal(job.Message with { Payload = default }, other.Message with { Payload = default });
            Assert.Equal(job.Message.Payload.ToArray(), other.Message.Payload.ToArray());
        }
        else
        {
            var (outbox, other) = ((OutboxWork)written, (OutboxWork)read);
            Assert.Equal(outbox with { Message = other.Message }, other);
            Assert.Equal(outbox.Message with { Payload = default }, other.Message with { Payload = default });
            Assert.Equal(outbox.Message.Payload.ToArray(), other.Message.Payload.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Read_CutOffOrLengthened_IsDamaged(int index)
    {
        var bytes = WorkFormat.Write(Body(index));
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<StorageDamagedException>(() => WorkFormat.Read(bytes.AsMemory(0, length)));
        Assert.Throws<StorageDamagedException>(() => WorkFormat.Read((byte[])[.. bytes, 0]));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    public void Read_UnknownVersionOrKind_IsDamaged(int place, byte value)
    {
        var bytes = WorkFormat.Write(Body(0));
        bytes[place] = value;
        Assert.Throws<StorageDamagedException>(() => WorkFormat.Read(bytes));
    }

    [Fact]
    public void Read_RecordOfVersion1_IsUnderstood()
    {
        var job = Assert.IsType<JobWork>(WorkFormat.Read(Convert.FromHexString(JobOfVersion1)));

        Assert.Equal(("j1", "job", "m1", 123L), (job.JobId, job.Message.Type, job.Message.Id, job.Message.ReceivedAtMs));
        Assert.Equal(("tab", null, 2), (job.Client?.Value, job.Connection, job.Failures));
        Assert.Equal("{}"u8.ToArray(), job.Message.Payload.ToArray());
        Assert.Equal(JobOfVersion1, Convert.ToHexString(WorkFormat.Write(job)));
    }

    private static UserWorkBody Body(int index) => index switch
    {
        0 => new JobWork("j", new InboundMessage("job", "m1", """{"a":"ü"}"""u8.ToArray(), 7), ClientId.Parse("tab"), ConnectionId.NewId(), 3),
        1 => new JobWork("j", new InboundMessage("job", null, "{}"u8.ToArray(), 0), null, null, 0),
        4 => new JobWork("j", new InboundMessage("job", null, "{}"u8.ToArray(), 0), null, null, 1, Restarts: 2),
        2 => new OutboxWork(UserId.Parse("bob"), "i", new NewMessage("hi", null, new byte[1_000]), 5),
        _ => new OutboxWork(
            UserId.Parse("böb"), "i", new NewMessage("hi", "own", "{}"u8.ToArray()) { Priority = MessagePriority.Critical, TtlMs = 9, IsDurable = false }, 5),
    };
}
