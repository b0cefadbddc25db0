using System.Text;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// The bodies of records of work: a version, a kind, and the fields in order; numbers little-endian, text and bytes with their length before them.
/// </summary>
internal static class WorkFormat
{
    private const byte Version = 1;
    private const byte Job = 1;
    private const byte Outbox = 2;

    /// <summary>A job whose restarts are counted: a <see cref="Job"/> with one field more.</summary>
    private const byte RestartedJob = 3;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Write(UserWorkBody body)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Strict))
        {
            writer.Write(Version);
            if (body is JobWork job) Write(writer, job);
            else Write(writer, (OutboxWork)body);
        }

        return buffer.ToArray();
    }

    /// <exception cref="StorageDamagedException">It is not what <see cref="Write(UserWorkBody)"/> writes.</exception>
    public static UserWorkBody Read(ReadOnlyMemory<byte> body)
    {
        using var buffer = new MemoryStream(body.ToArray(), writable: false);
        using var reader = new BinaryReader(buffer, Strict);
        try
        {
            var version = reader.ReadByte();
            if (version != Version) throw new InvalidDataException($"Its version is {version}; {Version} was expected.");
            UserWorkBody read = reader.ReadByte() switch
            {
                Job => ReadJob(reader, isRestarted: false),
                RestartedJob => ReadJob(reader, isRestarted: true),
                Outbox => ReadOutbox(reader),
                var kind => throw new InvalidDataException($"There is no kind {kind}."),
            };
            return buffer.Position == buffer.Length ? read : throw new InvalidDataException("It is longer than what it says.");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            throw new StorageDamagedException("A record of work is damaged.", exception);
        }
    }

    private static void Write(BinaryWriter writer, JobWork job)
    {
        writer.Write(job.Restarts > 0 ? RestartedJob : Job);
        writer.Write(job.JobId);
        writer.Write(job.Message.Type);
        WriteOptional(writer, job.Message.Id);
        writer.Write(job.Message.ReceivedAtMs);
        WriteOptional(writer, job.Client?.Value);
        WriteOptional(writer, job.Connection?.ToString());
        writer.Write(job.Failures);
        if (job.Restarts > 0) writer.Write(job.Restarts);
        WriteBytes(writer, job.Message.Payload);
    }

    private static JobWork ReadJob(BinaryReader reader, bool isRestarted)
    {
        var jobId = reader.ReadString();
        var type = reader.ReadString();
        var id = ReadOptional(reader);
        var receivedAtMs = reader.ReadInt64();
        var client = ReadOptional(reader);
        var connection = ReadOptional(reader);
        var failures = reader.ReadInt32();
        var restarts = isRestarted ? reader.ReadInt32() : 0;
        var payload = ReadBytes(reader);
        if (failures < 0) throw new InvalidDataException("It counts less than no failures.");
        if (isRestarted && restarts <= 0) throw new InvalidDataException("It counts no restarts.");
        ConnectionId? sender = null;
        if (connection is not null) sender = ConnectionId.TryParse(connection, out var parsed) ? parsed : throw new InvalidDataException("It names no connection.");
        return new JobWork(
            jobId, new InboundMessage(type, id, payload, receivedAtMs), client is null ? null : ClientId.Parse(client), sender, failures, restarts);
    }

    private static void Write(BinaryWriter writer, OutboxWork work)
    {
        writer.Write(Outbox);
        writer.Write(work.To.Value);
        writer.Write(work.Id);
        writer.Write(work.SinceMs);
        writer.Write(work.Message.Type);
        WriteOptional(writer, work.Message.Id);
        writer.Write((byte)work.Message.Priority);
        writer.Write(work.Message.TtlMs ?? 0);
        writer.Write(work.Message.IsDurable);
        WriteBytes(writer, work.Message.Payload);
    }

    private static OutboxWork ReadOutbox(BinaryReader reader)
    {
        var to = UserId.Parse(reader.ReadString());
        var id = reader.ReadString();
        var sinceMs = reader.ReadInt64();
        var type = reader.ReadString();
        var ownId = ReadOptional(reader);
        var priority = (MessagePriority)reader.ReadByte();
        if (!Enum.IsDefined(priority)) throw new InvalidDataException("There is no such priority.");
        var ttlMs = reader.ReadInt64();
        if (ttlMs < 0) throw new InvalidDataException("Its time to live is below 0.");
        var isDurable = reader.ReadBoolean();
        var message = new NewMessage(type, ownId, ReadBytes(reader)) { Priority = priority, TtlMs = ttlMs == 0 ? null : ttlMs, IsDurable = isDurable };
        return new OutboxWork(to, id, message, sinceMs);
    }

    private static void WriteOptional(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) writer.Write(text);
    }

    private static string? ReadOptional(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteBytes(BinaryWriter writer, ReadOnlyMemory<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes.Span);
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        if (length < 0 || length > left) throw new InvalidDataException("A length is out of range.");
        return reader.ReadBytes(length);
    }
}
