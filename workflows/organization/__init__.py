"""The records of organisations: what may be entered in the register, by whom, and what it may not contradict."""

from workflows.organization.case import Organization
from workflows.organization.hierarchy import HIERARCHY, HierarchyWorkflow, Outdated
from workflows.organization.machine import OrganizationWorkflow

__all__ = ["HIERARCHY", "HierarchyWorkflow", "Organization", "OrganizationWorkflow", "Outdated"]
