using System.Text.Json.Serialization;

namespace Netra.Faults;

/// <summary>One line of a run's history. Everything that the checker knows comes from these.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunBegan), "run_began")]
[JsonDerivedType(typeof(FaultPhase), "fault")]
[JsonDerivedType(typeof(ProcessPhase), "process")]
[JsonDerivedType(typeof(MemberSeen), "member")]
[JsonDerivedType(typeof(MessageAttempt), "message")]
[JsonDerivedType(typeof(StateAttempt), "state")]
[JsonDerivedType(typeof(TabConnecting), "tab_connecting")]
[JsonDerivedType(typeof(TabOpened), "tab_opened")]
[JsonDerivedType(typeof(TabRefused), "tab_refused")]
[JsonDerivedType(typeof(TabFrame), "tab_frame")]
[JsonDerivedType(typeof(TabSent), "tab_sent")]
[JsonDerivedType(typeof(TabClosed), "tab_closed")]
[JsonDerivedType(typeof(LoadEnded), "load_ended")]
[JsonDerivedType(typeof(TabWhenQuiet), "tab_when_quiet")]
[JsonDerivedType(typeof(TabAtEnd), "tab_at_end")]
[JsonDerivedType(typeof(FrameAtEnd), "frame_at_end")]
[JsonDerivedType(typeof(UserAtEnd), "user_at_end")]
[JsonDerivedType(typeof(RunFailed), "run_failed")]
[JsonDerivedType(typeof(RunEnded), "run_ended")]
internal abstract record HistoryEvent
{
    /// <summary>When it was over, milliseconds since the run began.</summary>
    public long AtMs { get; init; }
}
